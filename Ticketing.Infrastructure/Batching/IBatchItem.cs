namespace Ticketing.Infrastructure.Batching;

/// <summary>A batch item: a request whose caller awaits its answer.</summary>
internal interface IBatchItem
{
    /// <summary>When waiting ends with a busy answer; by <see cref="Environment.TickCount64"/>.</summary>
    long Deadline { get; }

    /// <summary>Whether an earlier attempt may have been committed without a response.</summary>
    bool MayBeCommitted { get; set; }

    /// <summary>Answers as busy, unless answered before.</summary>
    void AnswerBusy();

    /// <summary>Answers with an exception, unless answered before.</summary>
    void Fail(Exception failure);
}
