import type { Action, ActionName } from '../src/action.js';
import { me } from './me.js';
import { refresh } from './refresh.js';
import { signIn } from './signIn.js';
import { signOut } from './signOut.js';
import { signUp } from './signUp.js';

/** Every Action of the SDL; it does not compile while one is missing. */
export const actions = { me, refresh, signIn, signOut, signUp } satisfies { [N in ActionName]: Action<N> };
