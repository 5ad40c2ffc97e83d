using System.Runtime.InteropServices;

namespace LabQueue.Server.Hosting;

/// <summary>The memory that native libraries, SQLite and OpenSSL before all, allocated and freed.</summary>
internal static class NativeHeap
{
    private static readonly MallocTrim? Trimmer = Find();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint pad);

    /// <summary>Gives what is free back to the machine, where the C library can: glibc does, others do it by themselves.</summary>
    public static void Trim() => Trimmer?.Invoke(0);

    private static MallocTrim? Find() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "malloc_trim", out var address)
            ? Marshal.GetDelegateForFunctionPointer<MallocTrim>(address)
            : null;
}
