import { z } from 'zod';

export const paymentArgumentsSchema = z
  .object({
    timeStamp: z.string().describe('Seconds since the epoch'),
    nonceStr: z.string(),
    package: z.string(),
    signType: z.literal('RSA'),
    paySign: z.string(),
  })
  .meta({ id: 'PaymentArguments' });
