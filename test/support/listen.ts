import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Scheme, host and port. */
  readonly origin: string;
  close(): Promise<void>;
}

/** A port for `handle`, which may call what is only made when the port is known. */
export async function listen(handle: RequestListener): Promise<Listening> {
  const http = createServer(handle);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
