import { Konva } from 'konva/lib/Core';
import { assert } from '../base/assert.ts';

/** A layer with one shape that draws by itself: no hit canvas, no node per annotation. */
export function drawnLayer(stage: Konva.Stage, draw: (context: CanvasRenderingContext2D) => void): Konva.Layer {
  const layer = new Konva.Layer({ listening: false });
  const context = layer.getNativeCanvasElement().getContext('2d');
  assert(context, 'a canvas gives a 2D context');
  // While it is empty: the stage draws at once what it takes in.
  stage.add(layer);
  layer.add(new Konva.Shape({ listening: false, perfectDrawEnabled: false, sceneFunc: () => draw(context) }));
  return layer;
}
