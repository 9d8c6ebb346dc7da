/* bcryptprimitives.dll, which Wine 8 lacks: Rust's standard library asks it for random bytes. */
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    while (size) {
        ULONG some = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!RtlGenRandom(data, some))
            return FALSE;
        data += some;
        size -= some;
    }
    return TRUE;
}
