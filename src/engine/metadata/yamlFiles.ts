import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { Json } from '../json.js';
import { MetadataDirectoryError } from './directoryError.js';

const includePrefix = '!include ';

/** Real `!include x` tags read the same as the quoted strings that the CLI writes. */
const includeTag = { tag: '!include', resolve: (text: string) => includePrefix + text };

export interface YamlFiles {
  /** The file as JSON with its includes resolved; undefined when it doesn't exist. `name` is relative to the directory. */
  load(name: string): Promise<Json | undefined>;
  loadText(name: string): Promise<string | undefined>;
}

/**
 * Reads the YAML files of a metadata directory. Includes are relative to the file that includes, and may not leave
 * the directory (Hasura CLI, metadata v3).
 */
export async function openYamlFiles(directory: string): Promise<YamlFiles> {
  const root = await realpath(directory).catch((cause: unknown) => {
    throw new MetadataDirectoryError(directory, '', 'the metadata directory does not exist', { cause });
  });

  async function loadFile(file: string, ancestors: readonly string[]): Promise<Json | undefined> {
    const text = await readText(file);
    if (text === undefined) return undefined;
    let content: Json;
    try {
      content = (parse(text, { customTags: [includeTag], version: '1.2' }) ?? null) as Json;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new MetadataDirectoryError(file, '', `not valid YAML: ${reason}`, { cause });
    }
    return resolveIncludes(content, { file, key: '', ancestors: [...ancestors, file] });
  }

  async function resolveIncludes(value: Json, at: Place): Promise<Json> {
    if (typeof value === 'string') return value.startsWith(includePrefix) ? include(value, at) : value;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      const items = value as readonly Json[];
      return Promise.all(
        items.map((item, index) => resolveIncludes(item, { ...at, key: `${at.key}[${index}]` })),
      );
    }
    const entries = Object.entries(value).map(async ([name, item]) => {
      const key = at.key === '' ? name : `${at.key}.${name}`;
      return [name, await resolveIncludes(item ?? null, { ...at, key })] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  async function include(text: string, at: Place): Promise<Json> {
    const target = path.resolve(path.dirname(at.file), text.slice(includePrefix.length).trim());
    const fail = (reason: string): never => {
      throw new MetadataDirectoryError(at.file, at.key, `${text}: ${reason}`);
    };
    const real = await realpath(target).catch((): string => fail('the file does not exist'));
    if (real !== root && !real.startsWith(root + path.sep))
      fail('the file is outside of the metadata directory');
    if (at.ancestors.includes(real)) fail('the file includes itself');
    return (await loadFile(real, at.ancestors)) ?? null;
  }

  return {
    load: (name) => loadFile(path.join(root, name), []),
    loadText: (name) => readText(path.join(root, name)),
  };
}

interface Place {
  readonly file: string;
  readonly key: string;
  readonly ancestors: readonly string[];
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new MetadataDirectoryError(file, '', 'the file cannot be read', { cause });
  }
}
