/** The part of Python that scripts use in their code blocks: assignments, assertions, conditions and output, over numbers and strings. */
package org.sluice.drill.code;
