namespace LabQueue.Lims.Pages.Items;

/// <summary>A type of objects that have a list and a form.</summary>
/// <param name="Step">Its part of the address.</param>
/// <param name="Type">Its name in the JSON API.</param>
/// <param name="Many">What people call all of them: a key of the texts.</param>
/// <param name="One">What people call one that is added: a key of the texts.</param>
/// <param name="Icon">The icon.</param>
/// <param name="Fields">Its fields, in the order of the form.</param>
internal sealed record ItemKind(string Step, string Type, string Many, string One, string Icon, IReadOnlyList<ItemField> Fields);
