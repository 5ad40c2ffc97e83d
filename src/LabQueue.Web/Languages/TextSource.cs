using System.Reflection;

namespace LabQueue.Web.Languages;

/// <summary>An assembly that carries texts.</summary>
internal sealed record TextSource(Assembly Assembly);
