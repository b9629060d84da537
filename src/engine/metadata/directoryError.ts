/** A fault in a metadata directory: which file, which key in it, and why. */
export class MetadataDirectoryError extends Error {
  override readonly name = 'MetadataDirectoryError';
  readonly file: string;
  readonly key: string;
  readonly reason: string;

  constructor(file: string, key: string, reason: string, options: { readonly cause?: unknown } = {}) {
    super(key === '' ? `${file}: ${reason}` : `${file}: ${key}: ${reason}`, options);
    this.file = file;
    this.key = key;
    this.reason = reason;
  }
}
