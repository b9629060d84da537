import type { MetadataHost } from './host.js';

export interface WatchOptions {
  /** Between two looks. Hasura's default for HASURA_GRAPHQL_SCHEMA_SYNC_POLL_INTERVAL is 1000. */
  readonly intervalMilliseconds: number;
  /** Told of failed looks, each outage once; looking goes on. */
  readonly onError: (error: unknown) => void;
}

/** Takes over what other processes write to the same database. Answers how to stop. */
export function watchMetadata(host: Pick<MetadataHost, 'refresh'>, options: WatchOptions): () => void {
  let isFailing = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      await host.refresh();
      isFailing = false;
    } catch (error) {
      if (!isFailing && timer) options.onError(error);
      isFailing = true;
    }
  };
  const plan = (): void => {
    timer = setTimeout(() => void look().then(() => timer && plan()), options.intervalMilliseconds);
    timer.unref();
  };
  plan();
  return () => {
    clearTimeout(timer);
    timer = undefined;
  };
}
