type Score = 0 | 1 | 2 | 3 | 4;
type Estimate = (password: string, words: string[]) => { readonly score: Score };

/**
 * Bounds of one estimate, which holds up every other request: 30 ms at worst. With the defaults of zxcvbn-ts (256 characters,
 * 100 substitutions) a password such as `p4$$w0rd`, many times over, takes several seconds. Longer ones are judged by
 * their beginning.
 */
const maxLength = 40;
const maxSubstitutions = 3;

let estimate: Promise<Estimate> | undefined;

/** Its dictionaries weigh some megabytes, so they are loaded when the first password is judged. */
async function loadEstimate(): Promise<Estimate> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  core.zxcvbnOptions.setOptions({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: maxSubstitutions,
    maxLength,
  });
  return core.zxcvbn;
}

/**
 * How hard a password is to guess, from 0 (at once) to 4 (more than 10^10 guesses), by zxcvbn.
 *
 * @param words that somebody who guesses would try for this account; parts of addresses count by themselves.
 */
export async function strengthOf(password: string, words: readonly string[]): Promise<Score> {
  estimate ??= loadEstimate();
  const parts = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .filter((part) => part.length > 2);
  const { score } = (await estimate)(password.slice(0, maxLength), [...new Set(parts)]);
  return score;
}
