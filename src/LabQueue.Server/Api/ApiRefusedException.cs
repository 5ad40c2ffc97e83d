namespace LabQueue.Server.Api;

/// <summary>The request cannot be carried out as it was sent, found where its payload is read.</summary>
/// <remarks>An exception because it comes from deep inside a payload; refusals that a good client meets are results.</remarks>
internal sealed class ApiRefusedException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
