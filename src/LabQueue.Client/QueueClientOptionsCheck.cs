using Microsoft.Extensions.Options;

namespace LabQueue.Client;

/// <summary>Stops a start whose options cannot work.</summary>
internal sealed class QueueClientOptionsCheck : IValidateOptions<QueueClientOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, QueueClientOptions options) =>
        options.Complaint() is { } complaint ? ValidateOptionsResult.Fail(complaint) : ValidateOptionsResult.Success;
}
