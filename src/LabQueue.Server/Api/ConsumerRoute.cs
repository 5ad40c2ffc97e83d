namespace LabQueue.Server.Api;

/// <summary><c>consumer</c>: people make a consumer quiet, drain it, or give it work again.</summary>
internal static class ConsumerRoute
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var (consumerId, mode) = (PopRoute.ReadConsumerId(call.Payload), ReadMode(call.Payload));
        if (await call.Queue.SetConsumerAsync(consumerId, mode, call.Actor, CancellationToken.None) == ChangeOutcome.NotFound)
        {
            await call.RefuseAsync(ApiError.ConsumerNotFound(consumerId));
            return;
        }

        var writer = call.Begin();
        writer.WriteString("message"u8, $"Consumer is {NameOf(mode)}: {consumerId}");
        writer.WriteString("consumer_id"u8, consumerId);
        writer.WriteString("mode"u8, NameOf(mode));
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    /// <summary>The mode's name on the wire.</summary>
    public static string NameOf(ConsumerMode mode) => mode switch
    {
        ConsumerMode.Active => "active",
        ConsumerMode.Quiet => "quiet",
        ConsumerMode.Draining => "draining",
    };

    private static ConsumerMode ReadMode(Payload payload) => payload.Text("mode") switch
    {
        "active" => ConsumerMode.Active,
        "quiet" => ConsumerMode.Quiet,
        "draining" => ConsumerMode.Draining,
        _ => throw new ApiRefusedException(ApiError.BadRequest("'mode' must be active, quiet or draining")),
    };
}
