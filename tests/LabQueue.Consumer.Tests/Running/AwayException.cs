namespace LabQueue.Consumer.Tests.Running;

/// <summary>What a queue says that cannot be reached.</summary>
internal sealed class AwayException(bool isTransient = true) : QueueException("away")
{
    public override bool IsTransient => isTransient;
}
