#include "daemon/domain/subscriber/step.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bwsync {
namespace {

TEST(Step, NothingAsksAndSendsAtOnce)
{
    for (const StepRow& row : kTable<Step>) {
        EXPECT_FALSE(row.is_question && sends(row.value)) << row.word;
        EXPECT_TRUE(!sends(row.value) || row.action != PlanAction::kNone) << row.word;
    }
}

TEST(Step, EveryOperationHasTheOneStepThatSendsIt)
{
    std::multiset<Operation> sent;
    for (const StepRow& row : kTable<Step>) {
        if (row.operation) sent.insert(*row.operation);
    }
    for (const OperationRow& row : kTable<Operation>) EXPECT_EQ(sent.count(row.value), 1U) << row.word;
}

TEST(Step, OnlyOneOfThemCreates)
{
    for (const StepRow& row : kTable<Step>)
        EXPECT_EQ(operation_of(row.value) == Operation::kProvision, row.value == Step::kProvision) << row.word;
}

TEST(Step, ReadingAndRenamingAreNoCalls)
{
    for (const Step step : {Step::kNone, Step::kReadSource, Step::kSucceed}) {
        EXPECT_FALSE(sends(step) || is_question(step) || is_update(step)) << name_of(step);
    }
    EXPECT_TRUE(is_update(Step::kUpdate) && is_update(Step::kEmailChange) && !is_update(Step::kProvision));
}

TEST(Step, ItsWordLeadsBackToIt)
{
    for (const StepRow& row : kTable<Step>) EXPECT_EQ(named<Step>(row.word), row.value);
    EXPECT_FALSE(named<Step>("Provision"));
}

}  // namespace
}  // namespace bwsync
