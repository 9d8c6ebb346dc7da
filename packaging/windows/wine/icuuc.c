/* icuuc.dll, which Windows 10 has and Wine 8 lacks. Qt takes converters of old encodings from it: here there are none. */
#define UNSUPPORTED 16 /* U_UNSUPPORTED_ERROR */
#define NONE(result, name, ...) __declspec(dllexport) result name(__VA_ARGS__)

NONE(void *, ucnv_open, const char *name, int *error) { *error = UNSUPPORTED; return 0; }
NONE(void, ucnv_close, void *converter) {}
NONE(void, ucnv_reset, void *converter) {}
NONE(signed char, ucnv_getMaxCharSize, const void *converter) { return 1; }
NONE(const char *, ucnv_getName, const void *converter, int *error) { *error = UNSUPPORTED; return 0; }
NONE(const char *, ucnv_getStandardName, const char *name, const char *of, int *error) { *error = UNSUPPORTED; return 0; }
NONE(const char *, ucnv_getAvailableName, int number) { return 0; }
NONE(int, ucnv_countAvailable, void) { return 0; }
NONE(void, UCNV_FROM_U_CALLBACK_SUBSTITUTE, void) {}
NONE(void, UCNV_TO_U_CALLBACK_SUBSTITUTE, void) {}
NONE(void, ucnv_getToUCallBack, const void *c, void **call, const void **context) { *call = 0; *context = 0; }
NONE(void, ucnv_getFromUCallBack, const void *c, void **call, const void **context) { *call = 0; *context = 0; }
NONE(void, ucnv_setToUCallBack, void *c, void *call, const void *context, void **old, const void **of, int *error) { *error = UNSUPPORTED; }
NONE(void, ucnv_setFromUCallBack, void *c, void *call, const void *context, void **old, const void **of, int *error) { *error = UNSUPPORTED; }
NONE(void, ucnv_cbToUWriteUChars, void *to, const void *text, int length, int offset, int *error) { *error = UNSUPPORTED; }
NONE(void, ucnv_cbFromUWriteUChars, void *from, const void **text, const void *end, int offset, int *error) { *error = UNSUPPORTED; }
NONE(void, ucnv_toUnicode, void *c, void **to, const void *end, const char **from, const char *until, int *offsets, signed char flush, int *error) { *error = UNSUPPORTED; }
NONE(void, ucnv_fromUnicode, void *c, char **to, const char *end, const void **from, const void *until, int *offsets, signed char flush, int *error) { *error = UNSUPPORTED; }
NONE(int, ucnv_toUCountPending, const void *c, int *error) { *error = UNSUPPORTED; return 0; }
NONE(int, ucnv_fromUCountPending, const void *c, int *error) { *error = UNSUPPORTED; return 0; }
