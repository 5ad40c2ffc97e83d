namespace LabQueue;

/// <summary>A setting's name is unknown, or its value outside the range.</summary>
/// <param name="message">A sentence that names the setting, the value found and the values allowed.</param>
public sealed class SettingException(string message) : Exception(message);
