import type * as z from 'zod/mini';

/** What one side may ask another: a list of methods, each with schemas of its argument, its answer and the progress it reports. */
export type Service = Readonly<Record<string, Method>>;

export interface Method {
  readonly argument: z.ZodMiniType;
  readonly answer: z.ZodMiniType;
  readonly progress?: z.ZodMiniType;
}

export type ArgumentOf<M extends Method> = z.output<M['argument']>;
export type AnswerOf<M extends Method> = z.output<M['answer']>;
export type ProgressOf<M extends Method> = M extends { readonly progress: z.ZodMiniType }
  ? z.output<M['progress']>
  : never;
