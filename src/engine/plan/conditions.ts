import { always, type Condition, type Operand } from '../model/condition.js';

/** All of `of` hold; nested and empty conjunctions are flattened. */
export function and(of: readonly Condition[]): Condition {
  const parts = of.flatMap((each) => (each.kind === 'and' ? each.of : [each]));
  const [only, ...others] = parts;
  if (only === undefined) return always;
  return others.length === 0 ? only : { kind: 'and', of: parts };
}

/** A permission's condition for use inside another condition, where `$` would mean that one's outermost row. */
export function rooted(permission: Condition): Condition {
  return namesRoot(permission) ? { kind: 'rooted', of: permission } : permission;
}

const known = new WeakMap<Condition, boolean>();

/** Does the condition compare with a column of the root row? Permissions live long, so the answer is kept. */
function namesRoot(condition: Condition): boolean {
  const cached = known.get(condition);
  if (cached !== undefined) return cached;
  const answer = operandsNameRoot(condition) || partsOf(condition).some(namesRoot);
  known.set(condition, answer);
  return answer;
}

function partsOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of;
    case 'not':
      return [condition.of];
    case 'related':
    case 'relatedCall':
    case 'exists':
    case 'aggregate':
      return [condition.where];
    case 'compare':
    case 'isNull':
    case 'rooted':
      return [];
  }
}

function operandsNameRoot(condition: Condition): boolean {
  if (condition.kind === 'compare') return isRoot(condition.left) || isRoot(condition.right);
  return condition.kind === 'isNull' && isRoot(condition.of);
}

function isRoot(operand: Operand): boolean {
  if (operand.kind === 'cast') return isRoot(operand.of);
  return operand.kind === 'column' && operand.row === 'root';
}
