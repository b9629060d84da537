// PostGraphile 4 on the database at DATABASE_URL, as its documentation sets it up for production.
import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const middleware = postgraphile(pool, 'public', {
  graphqlRoute: '/v1/graphql',
  graphiql: false,
  disableQueryLog: true,
  dynamicJson: true,
});
const server = createServer(middleware);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${server.address().port}`));
