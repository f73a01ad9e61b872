export {
  type Discount,
  type Basket,
  type DiscountDecision,
  type FittingCoupon,
  type PromotionQuote,
  Promotions,
  type Uses,
} from './application/promotions.js';
export { PromotionModule } from './promotion.module.js';
