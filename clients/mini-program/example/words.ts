import type { OrderStatus } from 'jishi-mini-program';

export const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`;

export const statusWords: Readonly<Record<OrderStatus, string>> = {
  CREATED: '待付款',
  PAID: '待发货',
  SHIPPED: '待收货',
  COMPLETED: '已完成',
  CANCELLED: '已取消',
  REFUNDED: '已退款',
};
