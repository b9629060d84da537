import type { User } from './users.js';

/**
 * Under what wrong guesses are counted. Passwords by the name that was typed, whether it is known or not; so an account
 * with three names has three counts, and nobody learns from one name which others its account has.
 */
export const passwordKeys = {
  email: (email: string) => `password:email:${email.toLowerCase()}`,
  username: (username: string) => `password:username:${username.toLowerCase()}`,
  phoneNumber: (phoneNumber: string) => `password:phone:${phoneNumber}`,
  /** By somebody who is signed in, as whoever holds a stolen access token. */
  own: (userId: string) => `password:user:${userId.toLowerCase()}`,
};

/** All counts of an account's password. */
export function passwordKeysOf(user: Pick<User, 'id' | 'email' | 'username' | 'phoneNumber'>): string[] {
  const { id, email, username, phoneNumber } = user;
  return [
    passwordKeys.own(id),
    ...(email === null ? [] : [passwordKeys.email(email)]),
    ...(username === null ? [] : [passwordKeys.username(username)]),
    ...(phoneNumber === null ? [] : [passwordKeys.phoneNumber(phoneNumber)]),
  ];
}

/** Codes by whom they were sent to, or by the caller; each kind by itself. */
export function codeKey(kind: string, owner: string): string {
  return `code:${kind}:${owner.toLowerCase()}`;
}
