import { AudioLines, Braces, CalendarDays, Hash, ImageIcon, List, Tags, ToggleLeft, Type, Waypoints, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ColumnKind } from '../../model/dataset.ts';
import styles from './Table.module.css';

const ICONS: Readonly<Record<ColumnKind, LucideIcon>> = {
  text: Type,
  number: Hash,
  boolean: ToggleLeft,
  category: Tags,
  date: CalendarDays,
  list: List,
  json: Braces,
  image: ImageIcon,
  audio: AudioLines,
  embedding: Waypoints,
};

/** Of what kind the values of a column are; its name stands in the title of the head. */
export function KindIcon({ kind }: { readonly kind: ColumnKind }): ReactNode {
  const Icon = ICONS[kind];
  return <Icon size={12} strokeWidth={1.6} className={styles.kind} aria-hidden="true" />;
}
