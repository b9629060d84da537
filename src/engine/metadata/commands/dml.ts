import type { Handlers } from '../context.js';
export const dmlCommands: Handlers = {};
