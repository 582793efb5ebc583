// The tools by their ids, as commands name them.

import { BrushTool } from './brush.js';
import { BlockTool, PolygonTool, RowTool, TableTool, TextTool } from './draw.js';
import { FocusTool, HandTool, MeasureTool } from './point.js';
import { SelectTool } from './select.js';

export const toolsOf = parts => ({
  select: new SelectTool(parts),
  hand: new HandTool(),
  row: new RowTool(parts),
  path: new PolygonTool(parts, 'path'),
  block: new BlockTool(parts),
  table: new TableTool(parts),
  area: new PolygonTool(parts, 'area'),
  outline: new PolygonTool(parts, 'outline'),
  stage: new PolygonTool(parts, 'stage'),
  shape: new PolygonTool(parts, 'shape'),
  text: new TextTool(parts),
  category: new BrushTool(parts, 'category'),
  kind: new BrushTool(parts, 'kind'),
  erase: new BrushTool(parts, 'erase'),
  focus: new FocusTool(parts),
  measure: new MeasureTool(parts),
});
