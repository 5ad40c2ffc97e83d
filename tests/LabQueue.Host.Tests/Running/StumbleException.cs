namespace LabQueue.Host.Tests.Running;

/// <summary>Stands for the end of a process in the middle of its work.</summary>
internal sealed class StumbleException() : Exception("The process ended here.");
