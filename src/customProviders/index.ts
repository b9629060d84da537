import type { CustomProviders } from '../auth/customProvider.js';
import * as email from './email.js';
import * as mobile from './mobile.js';
import * as mobilePassword from './mobilePassword.js';
import * as username from './username.js';

/** The ways that `signUpWith` and `signInWith` reach, by the names that clients say. See docs/custom-provider.md. */
export const customProviders: CustomProviders = {
  email,
  mobile,
  'mobile-password': mobilePassword,
  username,
};
