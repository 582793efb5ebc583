namespace Ticketing.Infrastructure.Batching;

/// <summary>One request on its way through a batch, with somebody who waits for its answer.</summary>
internal interface IBatched
{
    /// <summary>When it is answered "try again" instead of waiting on; by <see cref="Environment.TickCount64"/>.</summary>
    long Deadline { get; }

    /// <summary>A statement with it may have been committed although no answer came.</summary>
    bool MayBeDone { get; set; }

    /// <summary>Answers "try again", unless it is answered already.</summary>
    void AnswerBusy();

    /// <summary>Answers with a bug, unless it is answered already.</summary>
    void Fail(Exception failure);
}
