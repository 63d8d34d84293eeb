import { AudioLines, FileText, Film, Globe, Image, Maximize2, Minimize2, type LucideIcon } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ViewerStage } from '../../canvas/stage.ts';
import type { Annotation } from '../../model/annotation.ts';
import type { Media, MediaKind } from '../../model/record-form.ts';
import { coordinatesOf, guessCoordinates, regionShape, type Coordinates, type Region, type RegionReading } from '../../model/region.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { useRegionReading } from './RegionTools.tsx';
import { bytesOf, useMediaPicture } from './use-media-picture.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

const ICONS: Readonly<Record<MediaKind, LucideIcon>> = { image: Image, video: Film, audio: AudioLines, file: FileText };

/** A picture, film or sound in its place; what is not here says why. */
export function MediaView({ medium, regions }: { readonly medium: Media; readonly regions: readonly Region[] }): ReactNode {
  const t = useT();
  if (medium.state === 'missing' || medium.state === 'remote' || medium.kind === 'file') {
    const Icon = medium.state === 'remote' ? Globe : ICONS[medium.kind];
    return (
      <p className={styles.medium}>
        {medium.state === 'missing' ? <SeverityIcon severity="warning" /> : <Icon size={14} strokeWidth={1.6} aria-hidden="true" />}
        <span className={styles.mediumName} data-text="">
          <PlainText text={medium.name} />
        </span>
        {medium.state !== 'file' && medium.state !== 'inside' && <span className={ui.quiet}>{t(`text.media.${medium.state}`)}</span>}
      </p>
    );
  }
  return medium.kind === 'image' ? <PictureView medium={medium} regions={regions} /> : <Playable medium={medium} kind={medium.kind} />;
}

function Playable({ medium, kind }: { readonly medium: Media; readonly kind: 'video' | 'audio' }): ReactNode {
  const app = useApp();
  const t = useT();
  const [address, setAddress] = useState<string>();
  const [isBroken, setBroken] = useState(false);
  const { file, data } = medium;
  useEffect(() => {
    let made: string | undefined;
    let stopped = false;
    setBroken(false);
    const load = async (): Promise<void> => {
      try {
        const blob = file === undefined ? bytesOf(data ?? '') : await app.engine.blob({ file });
        if (stopped) return;
        made = URL.createObjectURL(blob);
        setAddress(made);
      } catch {
        // Whatever the reason, its place says that it cannot be had.
        if (!stopped) setBroken(true);
      }
    };
    void load();
    return () => {
      stopped = true;
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [app, file, data]);
  const Element = kind;
  return (
    <figure className={styles.playable}>
      {/* Data sets have no captions for what they play. */}
      {!isBroken && (
        <Element
          controls
          preload="metadata"
          aria-label={medium.name}
          onError={() => setBroken(true)}
          {...(address === undefined ? {} : { src: address })}
        />
      )}
      <figcaption className={styles.medium}>
        {isBroken && <SeverityIcon severity="error" />}
        <span className={styles.mediumName} data-text="">
          <PlainText text={medium.name} />
        </span>
        {isBroken && <span className={styles.wrong}>{t('text.unplayable')}</span>}
      </figcaption>
    </figure>
  );
}

function PictureView({ medium, regions }: { readonly medium: Media; readonly regions: readonly Region[] }): ReactNode {
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<ViewerStage>();
  const [large, setLarge] = useState(false);
  const [reading] = useRegionReading();
  const display = useAppState((state) => state.settings.display);
  const { bitmap, state } = useMediaPicture(medium);
  const width = bitmap?.width ?? 0;
  const height = bitmap?.height ?? 0;
  const own = useMemo(() => annotationsOf(regions, reading, width, height), [regions, reading, width, height]);

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new ViewerStage(host.current, {
      onHover: (row) => made.setHover(row),
      onSelect: (row) => made.setSelected(row),
      onViewport: () => undefined,
    });
    setStage(made);
    return () => {
      made.destroy();
      setStage(undefined);
    };
  }, []);
  useEffect(() => stage?.setImage(bitmap, width, height), [stage, bitmap, width, height]);
  useEffect(() => {
    void stage?.setAnnotations(own.annotations, {
      categories: own.names.map((name) => ({ name })),
      labelSets: [{ role: 'truth' }],
      passing: () => true,
      hiddenCategories: new Set(),
      hiddenLabelSets: new Set(),
      unnamed: '',
    });
  }, [stage, own]);
  useEffect(() => {
    const { names, ...others } = display;
    stage?.setDisplay({ ...others, labels: names });
  }, [stage, display]);

  const Icon = large ? Minimize2 : Maximize2;
  return (
    <figure className={styles.picture} data-large={large}>
      <div
        ref={host}
        className={styles.pictureStage}
        role="img"
        aria-label={t('inspector.canvas', { name: medium.name, n: own.annotations.length })}
        aria-busy={state === 'loading'}
      />
      <figcaption>
        <span className={styles.mediumName} data-text="">
          <PlainText text={medium.name} />
        </span>
        {width > 0 && (
          <span className={ui.quiet}>
            {width}×{height}
          </span>
        )}
        {state === 'broken' && <span className={styles.wrong}>{t('inspector.imageBroken')}</span>}
        {own.annotations.length > 0 && (
          <span className={`${ui.quiet} ${ui.ellipsis}`}>
            {t('text.regionsAs', {
              n: own.annotations.length,
              coordinates: own.coordinates.map((each) => t(`text.coordinates.${each}`)).join(', '),
            })}
          </span>
        )}
        <button
          type="button"
          className={`${ui.button} ${ui.square}`}
          aria-label={t(large ? 'text.smaller' : 'text.larger')}
          aria-pressed={large}
          title={t(large ? 'text.smaller' : 'text.larger')}
          onClick={() => setLarge(!large)}
        >
          <Icon size={14} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </figcaption>
    </figure>
  );
}

/** Regions as annotations of the picture; each label is a class of its own. */
function annotationsOf(
  regions: readonly Region[],
  reading: RegionReading,
  width: number,
  height: number,
): { readonly annotations: readonly Annotation[]; readonly names: readonly string[]; readonly coordinates: readonly Coordinates[] } {
  const names = [...new Set(regions.map(({ label }) => label).filter((label) => label !== ''))];
  const guessed = guessCoordinates(regions, width, height);
  const annotations = regions.map((region, row): Annotation => {
    return {
      row,
      category: names.indexOf(region.label),
      labelSet: 0,
      flags: [],
      shapes: [regionShape(region, coordinatesOf(region, reading, guessed), width, height, reading.order)],
      fields: {},
    };
  });
  return { annotations, names, coordinates: [...new Set(regions.map((region) => coordinatesOf(region, reading, guessed)))] };
}
