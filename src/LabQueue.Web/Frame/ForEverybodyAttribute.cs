namespace LabQueue.Web.Frame;

/// <summary>Marks a page that is shown to who is not signed in, too.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForEverybodyAttribute : Attribute;
