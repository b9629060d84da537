import { describe, expect, it } from 'vitest';
import { cleanDump, dumpDatabase } from '../../../src/engine/metadata/dump.js';

describe('cleanDump', () => {
  it('leaves what makes the schema, function bodies as they are', () => {
    const dump = `--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS void
    LANGUAGE plpgsql
    AS $body$
BEGIN
-- why

SET LOCAL x = $$1$$;
END
$body$;

CREATE TABLE public.a (
    id integer
);
`;
    expect(cleanDump(dump)).toBe(`CREATE FUNCTION public.f() RETURNS void
    LANGUAGE plpgsql
    AS $body$
BEGIN
-- why

SET LOCAL x = $$1$$;
END
$body$;
CREATE TABLE public.a (
    id integer
);
`);
  });
});

describe('dumpDatabase', () => {
  it('says what it needs', async () => {
    await expect(dumpDatabase({}, { opts: ['-O'] })).rejects.toThrow(/needs a PostgreSQL server/);
    const body = { opts: ['--file=/tmp/x'] };
    await expect(dumpDatabase({}, body)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(dumpDatabase({}, {})).rejects.toMatchObject({ code: 'parse-failed' });
  });
});
