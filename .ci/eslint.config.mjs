// Rules for the scripts of the interactive pages, beyond what is an error: names are strangers', so no text is markup.

import js from "@eslint/js";
import globals from "globals";

const MARKUP = "goes in as markup; element() and textContent take texts";

export default [
  { ignores: ["**/vendor/**", "**/node_modules/**"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      "default-case-last": "error",
      eqeqeq: "error",
      "no-array-constructor": "error",
      "no-eval": "error",
      "no-implicit-coercion": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-param-reassign": "error",
      "no-promise-executor-return": "error",
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"].map((property) => ({ property, message: `what it takes ${MARKUP}` })),
      ],
      "no-self-compare": "error",
      "no-shadow": "error",
      "no-template-curly-in-string": "error",
      "no-throw-literal": "error",
      "no-unmodified-loop-condition": "error",
      "no-unused-expressions": "error",
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-useless-return": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-object-has-own": "error",
      "prefer-template": "error",
    },
  },
  // Statements are generators all, of which only some hand out values.
  { files: ["docgen/web/assets/python/execute.js"], rules: { "require-yield": "off" } },
  { files: ["docgen/web/**/*.js", "docs/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/**/*.mjs", ".ci/**/*.mjs"], languageOptions: { globals: globals.node } },
];
