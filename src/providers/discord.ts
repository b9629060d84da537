import { isTrue, readEmail, readId, readText } from './claims.js';
import { defineProvider } from './provider.js';

const api = 'https://discord.com/api/v10';

/** Discord signs people in before they have confirmed their address, and says so in `verified`. */
export const discord = defineProvider({
  name: 'discord',
  title: 'Discord',
  sources: [
    'https://discord.com/developers/docs/resources/user#user-object',
    'https://discord.com/developers/docs/topics/oauth2',
    'https://discord.com/developers/docs/reference#user-agent',
  ],
  emailVerified: 'when the user object says `verified: true`',
  scopes: ['identify', 'email'],
  protocol: {
    kind: 'oauth2',
    authorizationUrl: 'https://discord.com/oauth2/authorize',
    tokenUrl: `${api}/oauth2/token`,
  },
  requestParams: ['prompt'],
  // In the form that its reference asks for.
  headers: { 'user-agent': 'DiscordBot (hasura-actions-auth, 1)' },
  async readProfile({ get }) {
    const user = await get(`${api}/users/@me`);
    const id = readId(user.id);
    const avatar = readText(user.avatar);
    return {
      id,
      ...readEmail(user.email, isTrue(user.verified)),
      displayName: readText(user.global_name) ?? readText(user.username),
      avatarUrl: avatar === undefined ? undefined : `https://cdn.discordapp.com/avatars/${id}/${avatar}.png`,
      locale: readText(user.locale),
    };
  },
});
