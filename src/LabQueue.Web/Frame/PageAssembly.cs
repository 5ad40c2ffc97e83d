using System.Reflection;

namespace LabQueue.Web.Frame;

/// <summary>An assembly that carries pages, and their texts.</summary>
internal sealed record PageAssembly(Assembly Assembly);
