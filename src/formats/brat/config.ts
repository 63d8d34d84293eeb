/** Types that an `annotation.conf` declares. https://brat.nlplab.org/configuration.html */

export type BratSection = 'entities' | 'relations' | 'events' | 'attributes';

/** Names of the types of each section; a section that declares none says nothing. */
export type BratTypes = Readonly<Record<BratSection, readonly string[]>>;

const SECTIONS: readonly BratSection[] = ['entities', 'relations', 'events', 'attributes'];

export function parseConfig(text: string): BratTypes {
  const types: Record<BratSection, string[]> = { entities: [], relations: [], events: [], attributes: [] };
  let section: BratSection | undefined;
  for (const line of text.split(/\r?\n/)) {
    const heading = /^\[(.+)\]\s*$/.exec(line);
    if (heading) section = SECTIONS.find((name) => name === heading[1]);
    // What begins with a dash separates, with an angle bracket is a macro or a drawing rule; an exclamation mark: of no annotation itself.
    else if (section && !/^\s*(?:#|-+\s*$|<|$)/.test(line)) {
      const [name = ''] = line.trim().replace(/^!/, '').split(/\s/);
      if (name !== '') types[section].push(name);
    }
  }
  return types;
}
