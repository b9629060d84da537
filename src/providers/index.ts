import { google } from './google.js';
import type { Provider } from './provider.js';

/** Every provider with a file of its own, in the order of the docs. Others are configured: AUTH_PROVIDER_CUSTOM. */
export const providers: readonly Provider[] = [google];
