// What a painter needs to know of the screen: the seat map's scene passes the same for its bitmap.

export class ScreenView {
  constructor(camera, ratio) {
    this.camera = camera;
    this.ratio = ratio;
    this.scale = camera.scale;
    this.width = camera.width;
    this.height = camera.height;
    this.deviceScale = camera.scale * ratio;
    this.box = [camera.worldX(0), camera.worldY(0), camera.worldX(camera.width), camera.worldY(camera.height)];
  }

  x(worldX) { return this.camera.x(worldX); }
  y(worldY) { return this.camera.y(worldY); }
  worldX(x) { return this.camera.worldX(x); }
  worldY(y) { return this.camera.worldY(y); }
  deviceX(worldX) { return this.camera.x(worldX) * this.ratio; }
  deviceY(worldY) { return this.camera.y(worldY) * this.ratio; }
  inDevicePixels(ctx) { ctx.setTransform(1, 0, 0, 1, 0, 0); }
  inPixels(ctx) { ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }
}
