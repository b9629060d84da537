import { describe, expect, it } from 'vitest';
import { type ActionCall, type ActionStage, runStages } from '../../src/auth/actionStage.js';

const call = { name: 'me', input: {}, context: {} } as ActionCall;

describe('runStages', () => {
  it('runs the stages in order, the first outermost, and the Action inside', async () => {
    const seen: string[] = [];
    const stage =
      (name: string): ActionStage =>
      async (_call, next) => {
        seen.push(`${name} begins`);
        const result = await next();
        seen.push(`${name} ends`);
        return result;
      };
    const result = await runStages([stage('a'), stage('b')], call, async () => {
      seen.push('action');
      return 7;
    });
    expect(result).toBe(7);
    expect(seen).toEqual(['a begins', 'b begins', 'action', 'b ends', 'a ends']);
  });

  it('does not run what is behind a stage that refuses', async () => {
    const refuse: ActionStage = async () => {
      throw new Error('no');
    };
    let ran = false;
    const result = runStages([refuse], call, async () => {
      ran = true;
    });
    await expect(result).rejects.toThrow('no');
    expect(ran).toBe(false);
  });
});
