import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Liquid } from 'liquidjs';
import type { MailKind } from './mailKinds.js';

/** What a template may show; a value that is not given is empty. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  /** None when the kind has only a `body.txt`. */
  readonly html: string | undefined;
}

export interface Templates {
  /** @throws Error when a template is broken, or there is none of that kind. */
  renderMail(kind: MailKind, locale: string, values: TemplateValues): Promise<RenderedMail>;
  /** The text of kinds that have nothing else, as text messages. */
  renderText(kind: string, locale: string, values: TemplateValues): Promise<string>;
}

export interface TemplateOptions {
  /** Directories with `<locale>/<kind>/<file>`; an earlier one goes before a later one, file by file. */
  readonly directories: readonly string[];
  /** What is used where a locale has no template; at last `en`. */
  readonly defaultLocale: string;
}

interface Engines {
  readonly plain: Liquid;
  /** Escapes every value. */
  readonly html: Liquid;
}

/**
 * Templates of Liquid with `${…}` for values, so that those written for Nhost Auth work as they are. In `body.html`
 * every value is escaped; templates can't run code or read other files than templates.
 */
export function createTemplates({ directories, defaultLocale }: TemplateOptions): Templates {
  const common = {
    root: [...directories],
    outputDelimiterLeft: '${',
    outputDelimiterRight: '}',
    cache: true,
    strictFilters: true,
    ownPropertyOnly: true,
    renderLimit: 1000,
  };
  let loaded: Promise<Engines> | undefined;
  // With the first mail: a server that sends none spares the memory.
  const engines = (): Promise<Engines> => {
    loaded ??= import('liquidjs').then(({ Liquid }) => ({
      plain: new Liquid(common),
      html: new Liquid({ ...common, outputEscape: 'escape' }),
    }));
    return loaded;
  };

  /** The file of a kind in the first locale that has it. */
  function find(kind: string, locale: string, file: string): string | undefined {
    const known = /^[a-z]{2,3}$/.test(locale) ? [locale] : [];
    return [...new Set([...known, defaultLocale, 'en'])]
      .map((each) => join(each, kind, file))
      .find((path) => directories.some((directory) => existsSync(join(directory, path))));
  }

  function get(kind: string, locale: string, file: string): string {
    const path = find(kind, locale, file);
    if (path === undefined) throw new Error(`There is no template ${kind}/${file} in any locale`);
    return path;
  }

  async function renderText(kind: string, locale: string, values: TemplateValues): Promise<string> {
    const { plain } = await engines();
    const text: string = await plain.renderFile(get(kind, locale, 'body.txt'), { ...values });
    return text.trim();
  }

  return {
    renderText,
    async renderMail(kind, locale, values) {
      const { plain, html } = await engines();
      const subject: string = await plain.renderFile(get(kind, locale, 'subject.txt'), { ...values });
      const htmlPath = find(kind, locale, 'body.html');
      return {
        // A line break in a subject would begin another header.
        subject: subject.replace(/\s+/g, ' ').trim(),
        text: await renderText(kind, locale, values),
        html: htmlPath === undefined ? undefined : await html.renderFile(htmlPath, { ...values }),
      };
    },
  };
}
