import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ViewerStage } from '../../canvas/stage.ts';
import type { SampleDetail } from '../../engine/protocol.ts';
import type { Annotation } from '../../model/annotation.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { PICTURE_EVENT, type PictureCommand } from '../app/commands.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import { Tools } from './Tools.tsx';
import { usePicture } from './use-picture.ts';
import { visibleAnnotations } from './visible-annotations.ts';
import styles from './Inspector.module.css';

const NO_ANNOTATIONS: readonly Annotation[] = [];

/** The picture with its labels. React only mounts the stage and tells it what changed. */
export function Viewer(): ReactNode {
  const app = useApp();
  const t = useT();
  const host = useRef<HTMLDivElement>(null);
  const [stage, setStage] = useState<ViewerStage>();
  const [scale, setScale] = useState(1);
  const detail = useAppState((state) => state.detail);
  const dataset = useAppState(currentDataset);
  const display = useAppState((state) => state.settings.display);
  const theme = useAppState((state) => state.settings.theme);
  const hovered = useAppState((state) => state.hoveredAnnotation);
  const selected = useAppState((state) => state.selectedAnnotation);
  const hiddenClasses = useAppState((state) => state.hiddenClasses);
  /** The sample whose picture is looked at closer than it was decoded for. */
  const [closeRow, setCloseRow] = useState<number>();
  const picture = usePicture(detail, closeRow !== undefined && closeRow === detail?.row);

  useEffect(() => {
    let made: ViewerStage | undefined;
    // Not together with the parts around it: each takes a good part of a frame.
    const timer = setTimeout(() => {
      if (!host.current) return;
      let pointed: number | undefined;
      made = new ViewerStage(host.current, {
        onHover: (row) => {
          // React hears that the pointer came upon a row of the list before the picture hears that it left: that row stays.
          const isOurs = app.store.getState().hoveredAnnotation === pointed;
          pointed = row;
          if (row !== undefined || isOurs) app.hoverAnnotation(row);
        },
        onSelect: (row) => app.selectAnnotation(row),
        onViewport: (view) => setScale(view.scale),
        onCoarse: () => setCloseRow(app.store.getState().detail?.row),
      });
      setStage(made);
    });
    return () => {
      clearTimeout(timer);
      made?.destroy();
      setStage(undefined);
    };
  }, [app]);

  const row = detail?.row;
  const width = detail?.width === 0 ? (picture.bitmap?.width ?? 0) : (detail?.width ?? 0);
  const height = detail?.height === 0 ? (picture.bitmap?.height ?? 0) : (detail?.height ?? 0);
  useEffect(() => {
    stage?.setImage(picture.bitmap, width, height, 1, picture.smaller);
  }, [stage, picture.bitmap, picture.smaller, width, height]);
  useEffect(() => {
    stage?.fit();
  }, [stage, row]);

  const annotations = detail ? visibleAnnotations(detail) : NO_ANNOTATIONS;
  const categories = dataset?.categories;
  const labelSets = dataset?.labelSets;
  const unnamed = t('inspector.noClass');
  const drawn = useMemo(
    () => (categories ?? []).map((category) => ({ ...category, name: nameInWords(t, category.name) })),
    [categories, t],
  );
  useEffect(() => {
    const passing = new Set(detail?.passing);
    const hiddenCategories = new Set((categories ?? []).flatMap((category, at) => (hiddenClasses.has(category.name) ? [at] : [])));
    void stage?.setAnnotations(annotations, {
      categories: drawn,
      labelSets: labelSets ?? [],
      passing: (annotation) => passing.has(annotation),
      hiddenCategories,
      hiddenLabelSets: new Set(),
      unnamed,
    });
  }, [stage, detail, annotations, categories, drawn, labelSets, hiddenClasses, unnamed]);
  useEffect(() => {
    const { names, ...others } = display;
    stage?.setDisplay({ ...others, labels: names });
  }, [stage, display]);
  useEffect(() => stage?.setHover(hovered), [stage, hovered]);
  useEffect(() => stage?.setSelected(selected), [stage, selected]);
  useEffect(() => stage?.redraw(), [stage, theme]);

  useEffect(() => {
    const onCommand = (event: Event): void => {
      if (stage && event instanceof CustomEvent) run(stage, event.detail as PictureCommand);
    };
    const run = (to: ViewerStage, command: PictureCommand): void => {
      if (command === 'fit') to.fit();
      else if (command === 'actual') to.actualSize();
      else if (command === 'zoomIn') to.zoomAt(undefined, 1.4);
      else if (command === 'zoomOut') to.zoomAt(undefined, 1 / 1.4);
      else zoomToNext(to, annotations, detail, app.store.getState().selectedAnnotation, app.selectAnnotation);
    };
    addEventListener(PICTURE_EVENT, onCommand);
    return () => removeEventListener(PICTURE_EVENT, onCommand);
  }, [stage, annotations, detail, app]);

  return (
    <>
      <Tools scale={scale} />
      <div className={styles.canvas} {...(picture.state !== 'shown' && detail ? { 'data-missing': '' } : {})}>
        <div
          ref={host}
          className={styles.stage}
          role="img"
          aria-label={detail ? t('inspector.canvas', { name: detail.name, n: annotations.length }) : t('inspector.loading')}
          aria-busy={picture.loading || stage === undefined}
        />
        {picture.state !== 'shown' && detail && (
          <p className={styles.missing}>
            <SeverityIcon severity="error" size={16} />
            {t(picture.state === 'missing' ? 'inspector.imageMissing' : 'inspector.imageBroken')}
          </p>
        )}
      </div>
    </>
  );
}

/** Matching labels first, then the others; after the last one the whole picture again. */
function zoomToNext(
  stage: ViewerStage,
  annotations: readonly Annotation[],
  detail: SampleDetail | undefined,
  selected: number | undefined,
  select: (row: number | undefined) => void,
): void {
  const passing = new Set(detail?.passing);
  const order = [...annotations.filter(({ row }) => passing.has(row)), ...annotations.filter(({ row }) => !passing.has(row))].map(
    ({ row }) => row,
  );
  for (const row of order.slice(selected === undefined ? 0 : order.indexOf(selected) + 1)) {
    if (!stage.zoomTo(row)) continue;
    select(row);
    return;
  }
  select(undefined);
  stage.fit();
}
