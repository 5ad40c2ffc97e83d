using Microsoft.Extensions.Options;

namespace LabQueue.Consumer;

/// <summary>Stops a start whose options cannot work.</summary>
internal sealed class ConsumerOptionsCheck : IValidateOptions<ConsumerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ConsumerOptions options) =>
        options.Complaint() is { } complaint ? ValidateOptionsResult.Fail(complaint) : ValidateOptionsResult.Success;
}
