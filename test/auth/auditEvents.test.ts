import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.js';
import { auditEvents, auditedActions, auditedAs } from '../../src/auth/auditEvents.js';

describe('the events of the audit log', () => {
  it('are in its documentation, each with its sentence, and no others', () => {
    const [, table = ''] = readFileSync('docs/audit.md', 'utf8').split('## Events');
    const rows = [...table.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, event, doc]) => [event, doc]);
    expect(rows).toEqual(Object.entries(auditEvents).map(([event, { doc }]) => [event, doc]));
  });

  it('are all used by some Action or some flow', () => {
    const ofActions = new Set<string>(Object.values(auditedActions).flatMap((each) => each?.event ?? []));
    const noted = [
      'sign-in-challenge',
      'refresh-token-reuse',
      'sign-in-code-reuse',
      'security-key-copied',
      'password-reset',
      'email-change',
    ];
    expect(
      Object.keys(auditEvents).filter((event) => !ofActions.has(event) && !noted.includes(event)),
    ).toEqual([]);
  });

  it('leave out only what reads, or begins what another Action ends', () => {
    const out = Object.keys(actions).filter((name) => auditedAs(name) === undefined);
    expect(out.filter((name) => !/^(start|link)/.test(name)).toSorted()).toEqual([
      'authConfig',
      'elevationMethods',
      'me',
    ]);
  });
});
