export interface Shipment {
  readonly carrier: string;
  readonly trackingNo: string;
}
