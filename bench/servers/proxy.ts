/** Passes each request on to one of UPSTREAMS (host:port, by commas), in turns, as the simplest load balancer does. */
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const upstreams = (process.env.UPSTREAMS ?? '').split(',').map((each) => each.split(':'));
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let turn = 0;

const server = createServer((incoming, outgoing) => {
  const [host, port] = upstreams[turn++ % upstreams.length] ?? [];
  const passed = request(
    { agent, host, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  passed.on('error', () => outgoing.writeHead(502).end());
  incoming.pipe(passed);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
