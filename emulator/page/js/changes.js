// What happens when a person changes an element: the form remembers it, and the app hears of it where it should.

import { confirmFirst } from "./confirm.js";

/** True if a change of this block's element is sent to the app at once; in an input block only with dispatch_action. */
export function dispatches(block) {
  return block.type !== "input" || block.dispatch_action === true;
}

/** Remember a value while it is being made. */
export function remember(block, element, ctx, value) {
  ctx.form.set(block, element, value);
  ctx.touched?.(block);
}

/** Remember a value and tell the app; false when the person answered "no" to its confirm dialog. */
export async function change(block, element, ctx, value) {
  if (!dispatches(block)) {
    remember(block, element, ctx, value);
    return true;
  }
  if (!(await confirmFirst(element))) return false;
  remember(block, element, ctx, value);
  ctx.act(block, element, value);
  return true;
}

/** The attributes that tie a control to its input block's label, hint and error, or name it where it has none. */
export function naming(element, ctx, fallback) {
  if (ctx.field)
    return {
      id: ctx.field.id,
      "aria-describedby": ctx.field.describedBy,
      "aria-required": ctx.field.required ? "true" : null,
    };
  return { "aria-label": element.accessibility_label ?? element.placeholder?.text ?? fallback };
}
