using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Ticketing.Tests.Messaging.Kafka;

/// <summary>
/// Functions of librdkafka's mock cluster (https://github.com/confluentinc/librdkafka/blob/master/src/rdkafka_mock.h), for which the
/// package for .NET has no methods. The package has several builds of the library and has loaded the one that fits the system.
/// </summary>
internal static class MockCluster
{
    private static readonly nint Library = NativeLibrary.Load(
        Process.GetCurrentProcess().Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains("librdkafka", StringComparison.Ordinal)).FileName);

    private static readonly FindMock Find = Function<FindMock>("rd_kafka_handle_mock_cluster");
    private static readonly MakeTopic Make = Function<MakeTopic>("rd_kafka_mock_topic_create");
    private static readonly PushErrors Push = Function<PushErrors>("rd_kafka_mock_push_request_errors_array");

    private delegate nint FindMock(nint client);

    private delegate int MakeTopic(nint cluster, byte[] topic, int partitions, int replication);

    private delegate int PushErrors(nint cluster, short request, nuint count, int[] errors);

    /// <summary>Makes a topic.</summary>
    public static void CreateTopic(Handle owner, string topic, int partitions) =>
        Assert.Equal(ErrorCode.NoError, (ErrorCode)Make(ClusterOf(owner), Encoding.UTF8.GetBytes(topic + '\0'), partitions, 1));

    /// <summary>Makes a broker answer the next request of a kind with an error.</summary>
    public static void FailNext(Handle owner, KafkaRequest request, ErrorCode error) =>
        Assert.Equal(ErrorCode.NoError, (ErrorCode)Push(ClusterOf(owner), (short)request, 1, [(int)error]));

    // The handle is internal to the package.
    private static nint ClusterOf(Handle owner)
    {
        var native = (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(owner)!;
        return Find(native.DangerousGetHandle());
    }

    private static TFunction Function<TFunction>(string name) where TFunction : Delegate =>
        Marshal.GetDelegateForFunctionPointer<TFunction>(NativeLibrary.GetExport(Library, name));
}

/// <summary>Kinds of requests (https://kafka.apache.org/protocol#protocol_api_keys).</summary>
internal enum KafkaRequest : short
{
    Produce = 0,
    AddPartitionsToTransaction = 24,
}
